using System.Collections.Frozen;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>All filters by their names.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Builtin> All = Builtin.Table([.. TextFilters.All, .. NumberFilters.All, .. SequenceFilters.All, .. SelectionFilters.All, .. ValueFilters.All]);

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);
}
