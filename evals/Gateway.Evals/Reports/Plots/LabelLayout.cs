namespace Gateway.Evals.Reports.Plots;

/// <summary>
/// Finds a place for each point's name: near it, inside the frame, and over as little as possible of names, markers and lines. Each takes
/// its best place given the others', in turn and a few times over; which is not the best of all arrangements, but always the same one.
/// </summary>
internal static class LabelLayout
{
    private const int Rounds = 6;
    private static readonly double[] Distances = [11, 20, 32, 46, 64, 86];

    // Right first: equal places go to the earlier.
    private static readonly (int X, int Y)[] Directions = [(1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1)];

    /// <param name="points">Where the points are, with the sizes of their names, in pixels.</param>
    /// <param name="obstacles">What should not be written over.</param>
    /// <param name="frame">What must not be left.</param>
    public static IReadOnlyList<PlacedLabel> Place(IReadOnlyList<(double X, double Y, double Width, double Height)> points, IReadOnlyList<Box> obstacles, Box frame)
    {
        var placed = points.Select(static point => Candidates(point).First()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < placed.Length; i++)
            {
                placed[i] = Candidates(points[i]).MinBy(label =>
                {
                    var onLabels = placed.Where((_, other) => other != i).Sum(other => label.Box.Overlap(other.Box));
                    return 50 * label.Box.Outside(frame) + 10 * onLabels + obstacles.Sum(obstacle => label.Box.Overlap(obstacle)) + label.Distance;
                });
            }
        }

        return placed;
    }

    private static IEnumerable<PlacedLabel> Candidates((double X, double Y, double Width, double Height) point)
    {
        foreach (var distance in Distances)
        {
            foreach (var (right, down) in Directions)
            {
                var shift = right != 0 && down != 0 ? distance * 0.7 : distance;
                var x = point.X + right * shift;
                var y = point.Y + down * (right == 0 ? shift + point.Height / 2 : shift + 2);
                var left = right switch { > 0 => x, < 0 => x - point.Width, _ => x - point.Width / 2 };
                yield return new PlacedLabel(x, y, right, new Box(left, y - point.Height / 2, left + point.Width, y + point.Height / 2), distance);
            }
        }
    }
}
