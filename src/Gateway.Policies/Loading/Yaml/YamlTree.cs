using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Policies;

/// <summary>
/// Reads one YAML document into values with places. It stands on the parser's events rather than on YamlDotNet's own document
/// model, since that one stops at the first duplicate key and resolves aliases before they can be refused.
/// </summary>
internal sealed class YamlTree
{
    // Policies nest four deep; the limit keeps a hostile file from exhausting the stack.
    private const int DeepestNesting = 32;

    private readonly Parser _parser;
    private readonly Reading _reading;

    private YamlTree(string text, Reading reading)
    {
        _parser = new Parser(new StringReader(text));
        _reading = reading;
    }

    /// <summary>The document's root; null where there is none or the text is not YAML, which is then reported.</summary>
    public static YamlMapping? Read(string text, Reading reading)
    {
        var tree = new YamlTree(text, reading);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException exception)
        {
            reading.Report(Place(exception.Start), "", $"this is not YAML: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // The scanner throws it, without a place, for a flow list that runs into the next key ("a: [1" and then "b: 2").
            reading.Report(tree.Here, "", "this is not YAML: a list or mapping that begins here is not closed");
        }

        return null;
    }

    private Position Here => _parser.Current is { } current ? Place(current.Start) : new Position(1, 1);

    private YamlMapping? ReadDocument()
    {
        Next();
        Next();
        if (_parser.Current is StreamEnd)
        {
            _reading.Report(new Position(1, 1), "", "the file is empty; a policy needs at least name and kind");
            return null;
        }

        Next();
        var root = ReadValue("", depth: 0);
        Next();
        Next();
        if (_parser.Current is DocumentStart second) _reading.Report(Place(second.Start), "", "a second document begins here; a file holds one policy");
        if (root is YamlMapping mapping) return mapping;
        _reading.Report(root.At, "", $"the file holds {root.Shown}; a policy is a mapping with at least name and kind");
        return null;
    }

    private YamlValue ReadValue(string key, int depth)
    {
        var at = Here;
        if (_parser.Current is NodeEvent node) RefuseExtras(node, key, at);
        if (depth > DeepestNesting) throw new SemanticErrorException(_parser.Current!.Start, _parser.Current.End, $"values nest deeper than {DeepestNesting}");
        switch (_parser.Current)
        {
            case Scalar scalar:
                return new YamlScalar(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
            case MappingStart:
                return ReadMapping(at, key, depth);
            case SequenceStart:
                var items = new List<YamlValue>();
                for (Next(); _parser.Current is not SequenceEnd; Next()) items.Add(ReadValue($"{key}[{items.Count}]", depth + 1));
                return new YamlSequence(at, items);
            case AnchorAlias alias:
                _reading.Report(at, key, $"the alias '*{alias.Value}' is not accepted; write the value out");
                return new YamlAlias(at);
            case var other:
                throw new SemanticErrorException(other!.Start, other.End, $"a value was expected, not {other.GetType().Name}");
        }
    }

    private YamlMapping ReadMapping(Position at, string key, int depth)
    {
        var entries = new List<YamlEntry>();
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var name = ReadValue(key, depth + 1);
            Next();
            var path = name is YamlScalar known ? key.Length > 0 ? $"{key}.{known.Text}" : known.Text : key;
            var value = ReadValue(path, depth + 1);
            if (name is not YamlScalar scalar)
                _reading.Report(name.At, key, $"{name.Shown} is not a key; keys are text");
            else if (entries.Find(entry => entry.Key.Text == scalar.Text) is { } first)
                _reading.Report(name.At, path, $"given twice; the first is in line {first.Key.At.Line}");
            else
                entries.Add(new YamlEntry(scalar, value));
        }

        return new YamlMapping(at, entries);
    }

    private void RefuseExtras(NodeEvent node, string key, Position at)
    {
        if (!node.Anchor.IsEmpty) _reading.Report(at, key, $"the anchor '&{node.Anchor.Value}' is not accepted; policies have no aliases");
        if (!node.Tag.IsEmpty) _reading.Report(at, key, $"the tag '{node.Tag.Value}' is not accepted; write the value alone");
    }

    private void Next() => _parser.MoveNext();

    private static Position Place(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
