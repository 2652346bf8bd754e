namespace Gateway.Policies;

/// <summary>A policy that says what it will call, so that neither the explainer nor the linker knows its kind.</summary>
internal interface IPlannedPolicy : IPolicy
{
    PolicyPlan Plan();
}
