using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// P(y = 1 | x) = 1 / (1 + exp(-(b + w·z))), z being the features less their mean, in standard deviations. Fitted by Newton's method under an L2
/// penalty on w; deterministic.
/// </summary>
/// <param name="Means">Of each feature.</param>
/// <param name="Scales">Standard deviations; 1 for a feature that does not vary.</param>
/// <param name="Weights">In standard deviations of the features.</param>
/// <param name="Bias">Log odds at the means.</param>
internal sealed record LogisticRegression(IReadOnlyList<double> Means, IReadOnlyList<double> Scales, IReadOnlyList<double> Weights, double Bias)
{
    private const int MostSteps = 50;

    // Digits that a reviewer can read and that change no decision; what is served is what the file holds.
    private const int Digits = 6;

    /// <summary>Fits.</summary>
    /// <param name="features">One row each, all of one length.</param>
    /// <param name="targets">0 to 1: a label, or a share.</param>
    /// <param name="penalty">Of the squared weights, in rows.</param>
    public static LogisticRegression Fit(IReadOnlyList<double[]> features, IReadOnlyList<double> targets, double penalty = 1)
    {
        var columns = features[0].Length;
        var means = Enumerable.Range(0, columns).Select(column => features.Average(row => row[column])).ToArray();
        var scales = Enumerable.Range(0, columns).Select(column => Math.Sqrt(features.Average(row => Square(row[column] - means[column])))).Select(static scale => scale > 1e-9 ? scale : 1).ToArray();

        // The last column is the bias; the penalty leaves it alone but for what keeps the system solvable where all targets are equal.
        var rows = features.Select(row => (double[])[.. row.Select((value, column) => (value - means[column]) / scales[column]), 1]).ToArray();
        var weights = new double[columns + 1];
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, hessian) = Derivatives(rows, targets, weights, penalty);
            var move = LinearSystem.Solve(hessian, gradient);
            for (var i = 0; i < weights.Length; i++) weights[i] += move[i];
            if (move.Max(Math.Abs) < 1e-9) break;
        }

        return new LogisticRegression([.. means.Select(Round)], [.. scales.Select(Round)], [.. weights[..columns].Select(Round)], Round(weights[columns]));
    }

    /// <summary>The probability, 0 to 1.</summary>
    public double Predict(IReadOnlyList<double> features)
    {
        var sum = Bias;
        for (var i = 0; i < Weights.Count; i++) sum += Weights[i] * (features[i] - Means[i]) / Scales[i];
        return Sigmoid(sum);
    }

    /// <summary>As a profile holds it: each feature by its name.</summary>
    public JsonObject ToJson(IReadOnlyList<string> names) => new()
    {
        ["bias"] = Bias,
        ["features"] = new JsonObject(names.Select((name, i) => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["weight"] = Weights[i], ["mean"] = Means[i], ["scale"] = Scales[i] }))),
    };

    /// <returns>Null where it is not over these features, or a number makes no sense.</returns>
    public static LogisticRegression? Read(JsonObject json, IReadOnlyList<string> names)
    {
        if (json["features"] is not JsonObject features || !features.Select(static pair => pair.Key).SequenceEqual(names) || Number(json, "bias") is not { } bias) return null;
        var rows = features.Select(static pair => pair.Value as JsonObject).Select(static one => (Weight: Number(one, "weight"), Mean: Number(one, "mean"), Scale: Number(one, "scale"))).ToArray();
        if (rows.Any(static row => row.Weight is null || row.Mean is null || row.Scale is not > 0)) return null;
        return new LogisticRegression([.. rows.Select(static row => row.Mean!.Value)], [.. rows.Select(static row => row.Scale!.Value)], [.. rows.Select(static row => row.Weight!.Value)], bias);
    }

    private static (double[] Gradient, double[,] Hessian) Derivatives(double[][] rows, IReadOnlyList<double> targets, double[] weights, double penalty)
    {
        var size = weights.Length;
        var gradient = new double[size];
        var hessian = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            var strength = i + 1 < size ? penalty : 1e-6;
            gradient[i] = -strength * weights[i];
            hessian[i, i] = strength;
        }

        for (var n = 0; n < rows.Length; n++)
        {
            var row = rows[n];
            var sum = 0.0;
            for (var i = 0; i < size; i++) sum += weights[i] * row[i];
            var probability = Sigmoid(sum);
            for (var i = 0; i < size; i++)
            {
                gradient[i] += (targets[n] - probability) * row[i];
                for (var j = 0; j < size; j++) hessian[i, j] += probability * (1 - probability) * row[i] * row[j];
            }
        }

        return (gradient, hessian);
    }

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double Square(double x) => x * x;

    private static double Round(double x) => x == 0 ? 0 : Math.Round(x, Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(x))), 0, 15));

    private static double? Number(JsonObject? json, string key) => json?[key] is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;
}
