/** Folders of the lane's packages, from the root of the project, by the name of the package whose place they take. */
module.exports = {
  cdktf: "lane/node_modules/cdktn",
  "@cdktf/provider-aws": "lane/node_modules/@cdktn/provider-aws",
  constructs: "lane/node_modules/constructs",
};
