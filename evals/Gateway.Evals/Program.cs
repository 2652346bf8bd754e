using System.CommandLine;

return await new RootCommand("Evaluates policies on benchmark suites.").Parse(args).InvokeAsync();
