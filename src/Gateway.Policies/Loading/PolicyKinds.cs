using System.ComponentModel;
using System.Reflection;

namespace Gateway.Policies;

/// <summary>The kinds that exist: the classes of this assembly that carry <see cref="PolicyAttribute"/>.</summary>
internal sealed class PolicyKinds
{
    private readonly SortedDictionary<string, PolicyKind> _byName = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two classes have one kind, or a class is not made as a policy must be.</exception>
    public PolicyKinds(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            if (type.GetCustomAttribute<PolicyAttribute>() is not { } attribute) continue;
            var kind = Describe(type, attribute);
            if (!_byName.TryAdd(kind.Name, kind)) throw new InvalidOperationException($"Two policies have the kind '{kind.Name}'; {type.Name} is one of them.");
        }
    }

    public static PolicyKinds All { get; } = new(typeof(PolicyKinds).Assembly.GetTypes());

    /// <summary>In the order of their names.</summary>
    public IReadOnlyCollection<PolicyKind> List => _byName.Values;

    public IReadOnlyCollection<string> Names => _byName.Keys;

    public PolicyKind? Find(string name) => _byName.GetValueOrDefault(name);

    private static PolicyKind Describe(Type type, PolicyAttribute attribute)
    {
        var constructors = type.GetConstructors();
        if (constructors is not [var constructor] || constructor.GetParameters() is not [var options] || !options.ParameterType.IsSubclassOf(typeof(PolicyOptions)))
            throw new InvalidOperationException($"{type.Name} needs one constructor, whose parameter is its options record.");
        if (!type.IsAssignableTo(typeof(IPlannedPolicy))) throw new InvalidOperationException($"{type.Name} does not say what it calls ({nameof(IPlannedPolicy)}).");

        var description = type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? throw new InvalidOperationException($"{type.Name} needs a [Description].");
        var shape = new RecordShape(options.ParameterType, OptionFields.OfPolicy(attribute.Kind, options.ParameterType));
        return new PolicyKind(attribute.Kind, description, attribute.ManyAnswers, shape, given => (IPlannedPolicy)constructor.Invoke([given]));
    }
}
