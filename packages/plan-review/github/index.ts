/** Reviews on GitHub: the comment of a pull request, the summary of a job, what was reviewed. */
export { GitHub, gitHubSettings, type GitHubSettings } from "./client";
export { pullRequestNumber, type Posted } from "./comments";
export { reportDrift } from "./drift-issue";
export { postComment, type PostComment } from "./post";
export { reviewedIn, reviewedOfCommit, type ReviewedPullRequest } from "./reviewed";
export { writeSummary } from "./summary";
