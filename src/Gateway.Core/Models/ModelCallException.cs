namespace Gateway;

/// <summary>How a model client reports a failed call to the engine, which turns it into data (<see cref="Candidate.Fault"/>).</summary>
public sealed class ModelCallException(ModelFault fault) : Exception(fault.Message, fault.Cause)
{
    public ModelFault Fault { get; } = fault;
}
