namespace Gateway;

/// <summary>Takes the record of each finished run. Called once a run, on the run's path: it must be quick and must not throw.</summary>
public interface IRunSink
{
    void Write(RunRecord run);
}
