namespace Gateway.Evals.Reports.Plots;

/// <summary>Where the name of a point is written.</summary>
/// <param name="X">Where the text begins, has its middle or ends.</param>
/// <param name="Y">Its middle.</param>
/// <param name="Side">-1: it ends at X, left of the point; 0: its middle is there; 1: it begins there.</param>
/// <param name="Box">What it covers.</param>
/// <param name="Distance">From the point to the text.</param>
internal readonly record struct PlacedLabel(double X, double Y, int Side, Box Box, double Distance);
