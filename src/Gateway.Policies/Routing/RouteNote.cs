using System.Globalization;

namespace Gateway.Policies;

/// <summary>A route as the run's record tells it.</summary>
internal static class RouteNote
{
    private const int MostShown = 5;

    /// <param name="route">The route.</param>
    /// <param name="alpha">Below 1 the ranking is not by accuracy alone, and the scores are told too.</param>
    public static Decided Of(Route route, double alpha)
    {
        var groups = route.Near.Count switch
        {
            0 => "all tasks together",
            1 => $"cluster {Show(route.Near[0])}",
            _ => $"clusters {string.Join(", ", route.Near.Select(ShowWeighted))}",
        };
        var models = route.Ranking.Take(MostShown).Select(model => alpha < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{model.Model} {model.Score:0.00} (accuracy {model.Accuracy:0.00}, ${model.Cost:0.######})")
            : string.Create(CultureInfo.InvariantCulture, $"{model.Model} {model.Accuracy:0.00}"));
        var more = route.Ranking.Count > MostShown ? $" and {route.Ranking.Count - MostShown} more" : "";
        return new Decided("route", $"{groups}: {string.Join(", ", models)}{more}");
    }

    private static string Show(NearGroup near) => string.Create(CultureInfo.InvariantCulture, $"{near.Group} (distance {near.Distance:0.00}, {near.Items} fitted items)");

    private static string ShowWeighted(NearGroup near) => string.Create(CultureInfo.InvariantCulture, $"{near.Group} (weight {near.Weight:0.00}, distance {near.Distance:0.00}, {near.Items} fitted items)");
}
