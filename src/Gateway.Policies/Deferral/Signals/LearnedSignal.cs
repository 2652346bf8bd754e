namespace Gateway.Policies;

/// <summary>A logistic model of what can be seen of a stage's answer. Cannot be told where nothing was learned, or a feature that it learned from is missing.</summary>
internal sealed class LearnedSignal(LogisticModel? model) : SeenSignal("learned")
{
    /// <summary>While it is to be fitted it takes what it can get; then only what it has learned to use.</summary>
    public override bool ReadsLogprobs => model?.Features.Any(DeferralFeatures.IsOfLogprobs) ?? true;

    public override double? Of(StageView view)
    {
        if (model is null) return null;
        var seen = DeferralFeatures.Of(view);
        var values = new double[model.Features.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!seen.TryGetValue(model.Features[i], out values[i])) return null;
        }

        return model.Predict(values);
    }
}
