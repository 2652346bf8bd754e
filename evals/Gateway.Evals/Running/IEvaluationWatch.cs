namespace Gateway.Evals.Running;

/// <summary>Is told how an evaluation goes, from several threads.</summary>
internal interface IEvaluationWatch
{
    /// <param name="policy">Which policy begins.</param>
    /// <param name="items">How many items it is asked.</param>
    /// <param name="before">Those that an earlier run has finished.</param>
    void Begin(string policy, int items, IReadOnlyList<SampleRow> before);

    void Finished(SampleRow row);

    void End(string policy);
}
