using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Gateway.Evals.Cli;

/// <summary>Refuses what is no number, or none that an option takes. A validator that asks System.CommandLine for the value throws where it is no number.</summary>
internal static class LegalNumber
{
    public static void Require<T>(Option option, Func<T, bool> isLegal, string legal)
        where T : INumber<T> => option.Validators.Add(result =>
    {
        if (result.Tokens is not [var given] || T.TryParse(given.Value, CultureInfo.InvariantCulture, out var value) && isLegal(value)) return;
        result.AddError($"{option.Name} {given.Value} is not legal; give {legal}");
    });
}
