using System.CommandLine;
using Gateway.Evals.Cli;

return await new RootCommand("Evaluates policies on suites: what they gain, what they cost.")
{
    RunVerb.Create(TimeProvider.System),
    FitVerb.Create(TimeProvider.System),
    ScoreVerb.Create(),
    ReportVerb.Create(),
    RecordVerb.Create(TimeProvider.System),
    SuitesVerb.Create(),
}.Parse(args).InvokeAsync();
