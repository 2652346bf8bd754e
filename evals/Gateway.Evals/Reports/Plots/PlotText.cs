namespace Gateway.Evals.Reports.Plots;

/// <summary>A text on a drawing, in pixels. The page writes it and not the drawing, which could only do so on machines that have fonts.</summary>
/// <param name="Text">One line.</param>
/// <param name="X">Where it begins, has its middle or ends.</param>
/// <param name="Y">Its middle.</param>
/// <param name="Side">-1: it ends at X; 0: its middle is there; 1: it begins there.</param>
/// <param name="Size">Of the font.</param>
/// <param name="IsUpright">It runs upwards, as beside a vertical axis.</param>
internal sealed record PlotText(string Text, double X, double Y, int Side, int Size, bool IsUpright = false);
