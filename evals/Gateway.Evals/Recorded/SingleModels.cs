using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Recorded;

/// <summary>Which recorded model is the best by itself. It is chosen on the fit split: the best of ten on the test split would look better than it is.</summary>
internal static class SingleModels
{
    public const string FitSplit = "fit";

    /// <summary>The model with most right first samples; the first of equal ones by name.</summary>
    /// <returns>Null where there is no fit split, or one of its answers was not recorded.</returns>
    public static async Task<BestSingle?> BestAsync(RecordedModels models, Suite suite, SuiteItems items, CancellationToken cancellationToken)
    {
        var fit = items.Items.Where(static item => item.Split == FitSplit).ToArray();
        if (fit.Length == 0) return null;
        BestSingle? best = null;
        foreach (var card in models.Cards)
        {
            var outputs = await models.ReadAsync(card.Name, cancellationToken);
            if (!fit.All(item => outputs.TryGet(item.Id, 0, out _))) continue;
            var right = fit.Count(item => outputs.TryGet(item.Id, 0, out var output) && suite.IsCorrect(output.Text, item));
            var accuracy = (double)right / fit.Length;
            if (best is null || accuracy > best.Accuracy) best = new BestSingle(card.Name, accuracy, fit.Length);
        }

        return best;
    }
}
