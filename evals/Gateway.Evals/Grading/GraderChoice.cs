using Gateway.Evals.Suites;

namespace Gateway.Evals.Grading;

/// <summary>One grader for all items, or one for each category.</summary>
internal sealed class GraderChoice
{
    private readonly IGrader? _forAll;
    private readonly IReadOnlyDictionary<string, IGrader> _byCategory;
    private readonly string _shown;

    public GraderChoice(IGrader forAll, string shown)
    {
        _forAll = forAll;
        _byCategory = new Dictionary<string, IGrader>();
        _shown = shown;
    }

    public GraderChoice(IReadOnlyDictionary<string, IGrader> byCategory, string shown)
    {
        _byCategory = byCategory;
        _shown = shown;
    }

    /// <summary>Null where a category has no grader.</summary>
    public IGrader? Find(string category) => _forAll ?? _byCategory.GetValueOrDefault(category);

    /// <exception cref="InvalidOperationException">The item's category has no grader; reading the items refuses that.</exception>
    public IGrader For(SuiteItem item) => Find(item.Category) ?? throw new InvalidOperationException($"No grader for the category '{item.Category}'.");

    public override string ToString() => _shown;
}
