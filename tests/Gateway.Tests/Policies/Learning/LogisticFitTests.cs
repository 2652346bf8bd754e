using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Learning;

public sealed class LogisticFitTests
{
    private static readonly string[] Names = ["a", "b"];
    private static readonly Gen<(double[][] Rows, double[] Targets)> Data = Gen.Int[5, 60].SelectMany(static count =>
        Gen.Select(Gen.Double[-3, 3].Array[2].Array[count], Gen.Bool.Select(static right => right ? 1.0 : 0.0).Array[count]));

    [Fact]
    public void Fit_AnyData_IsWhereThePenalisedLikelihoodIsFlat() => Data.Sample(static data =>
    {
        var model = LogisticFit.Of(Names, data.Rows, data.Targets);
        var errors = data.Rows.Zip(data.Targets, (row, target) => target - model.Predict(row)).ToArray();

        // Gradient: sum of error times feature, less the weight; six digits of the weights are kept.
        return Math.Abs(errors.Sum()) < 1e-2
            && Enumerable.Range(0, 2).All(i => Math.Abs(errors.Zip(data.Rows, (error, row) => error * (row[i] - model.Means[i]) / model.Scales[i]).Sum() - model.Weights[i]) < 1e-2);
    }, iter: 200);

    [Fact]
    public void Fit_KnownOdds_FindsThem()
    {
        // Odds of e^(2x): at x = 1 0.8808, at x = -1 0.1192, as shares of many.
        double[][] rows = [.. Enumerable.Repeat(0, 5000).SelectMany(static _ => new double[][] { [1], [-1] })];

        var model = LogisticFit.Of(["a"], rows, [.. rows.Select(static row => row[0] > 0 ? 0.8808 : 0.1192)]);

        Assert.Equal(0.8808, model.Predict([1]), 0.001);
        Assert.Equal(0.5, model.Predict([0]), 0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fit_AllTheSame_IsNearIt(double target)
    {
        var model = LogisticFit.Of(Names, [.. Enumerable.Range(0, 50).Select(static i => (double[])[i, 7])], [.. Enumerable.Repeat(target, 50)]);

        Assert.Equal(target, model.Predict([25, 7]), 0.01);
    }

    [Fact]
    public void Read_WhatWasWritten_PredictsTheSame() => Data.Sample(static data =>
    {
        var model = LogisticFit.Of(Names, data.Rows, data.Targets);
        var read = LogisticModel.Read(model.ToJson())!;
        return data.Rows.All(row => read.Predict(row).Equals(model.Predict(row)));
    }, iter: 50);
}
