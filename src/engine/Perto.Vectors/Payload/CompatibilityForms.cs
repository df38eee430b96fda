using System.Globalization;

namespace Perto.Vectors;

/// <summary>
/// What Unicode says about characters that are written in several ways. .NET has no such tables where globalization is invariant, so they
/// are a resource of this assembly: <c>CompatibilityForms.txt</c>.
/// </summary>
internal sealed class CompatibilityForms
{
    private readonly int[] _characters;
    private readonly int[] _starts;
    private readonly int[] _forms;
    private readonly (int First, int Last, byte Class)[] _marks;

    private CompatibilityForms(TextReader table)
    {
        List<int> characters = [], starts = [], forms = [];
        List<(int, int, byte)> marks = [];
        while (table.ReadLine() is { } line)
        {
            ReadOnlySpan<char> text = line;
            if (text.IndexOf('=') is >= 0 and var equals)
            {
                characters.Add(Hex(text[..equals]));
                starts.Add(forms.Count);
                ReadOnlySpan<char> form = text[(equals + 1)..];
                foreach (Range part in form.Split(' '))
                    forms.Add(Hex(form[part]));
            }
            else if (text[0] != '#')
            {
                int dash = text.IndexOf('-'), colon = text.IndexOf(':');
                marks.Add((Hex(text[..dash]), Hex(text[(dash + 1)..colon]), byte.Parse(text[(colon + 1)..], CultureInfo.InvariantCulture)));
            }
        }
        starts.Add(forms.Count);
        (_characters, _starts, _forms, _marks) = ([.. characters], [.. starts], [.. forms], [.. marks]);
    }

    public static CompatibilityForms Instance { get; } = Load();

    /// <summary>The full compatibility decomposition of a character; empty for one that has none, and for Hangul syllables.</summary>
    public ReadOnlySpan<int> Form(int character)
    {
        int at = Array.BinarySearch(_characters, character);
        return at < 0 ? [] : _forms.AsSpan(_starts[at].._starts[at + 1]);
    }

    /// <summary>The canonical combining class: 0 for all but marks, and marks of ascending classes are in order.</summary>
    public byte ClassOf(int character)
    {
        int low = 0, high = _marks.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (character < _marks[middle].First)
                high = middle - 1;
            else if (character > _marks[middle].Last)
                low = middle + 1;
            else
                return _marks[middle].Class;
        }
        return 0;
    }

    private static CompatibilityForms Load()
    {
        using Stream resource = typeof(CompatibilityForms).Assembly.GetManifestResourceStream("CompatibilityForms.txt")!;
        using StreamReader reader = new(resource);
        return new CompatibilityForms(reader);
    }

    private static int Hex(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
