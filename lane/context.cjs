// What the CLI hands to the program.
process.env.CDKTF_CONTEXT_JSON ??= JSON.stringify(require("../cdktf.json").context);
