using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Language;

/// <summary>Brings a text into one of the normal forms of Unicode; n log n for n marks on one letter.</summary>
/// <remarks>
/// Where the characters came from is told as by Hugging Face's <c>tokenizers</c>: what was taken apart comes from the whole character,
/// what was taken together from the first one, and marks that change places swap their characters but not their places.
/// </remarks>
internal sealed class UnicodeNormalizer(UnicodeForm form) : ITextNormalizer
{
    private readonly bool _compatible = form is UnicodeForm.Nfkc or UnicodeForm.Nfkd;
    private readonly bool _composes = form is UnicodeForm.Nfc or UnicodeForm.Nfkc;

    // Texts of these are in the form already.
    private readonly SearchValues<char> _unchanged = SearchValues.Create([.. Enumerable
        .Range(0, form switch
        {
            UnicodeForm.Nfc => 0x300,
            UnicodeForm.Nfd => 0xC0,
            _ => 0xA0,
        })
        .Select(character => (char)character)]);

    private readonly Spares<List<Part>> _spares = new();

    public int Growth => Decompositions.Most;

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        if (!text.Units.ContainsAnyExcept(_unchanged))
        {
            into.Append(text);
            return;
        }

        List<Part> parts = _spares.Rent();
        parts.Clear();
        Decompose(text.Units, parts);
        Span<Part> span = CollectionsMarshal.AsSpan(parts);
        int count = _composes ? Compose(span) : span.Length;
        Write(span[..count], text, into);
        if (parts.Capacity <= Spares<List<Part>>.MostKept)
            _spares.Return(parts);
    }

    private void Decompose(ReadOnlySpan<char> units, List<Part> parts)
    {
        Span<int> decomposition = stackalloc int[Decompositions.Most];
        int marks = 0;
        foreach (Rune rune in units.EnumerateRunes())
        {
            int count = Decompositions.Of(rune.Value, _compatible, decomposition);
            for (int i = 0; i < count; i++)
            {
                byte mark = CombiningClasses.Of(decomposition[i]);
                if (mark == 0)
                {
                    Sort(CollectionsMarshal.AsSpan(parts)[^marks..]);
                    marks = 0;
                }
                else
                {
                    marks++;
                }
                parts.Add(new Part(decomposition[i], mark, i == 0 ? 1 : 0, parts.Count));
            }
        }

        Sort(CollectionsMarshal.AsSpan(parts)[^marks..]);
    }

    private static void Sort(Span<Part> marks)
    {
        if (marks.Length > 1)
            marks.Sort(static (one, other) => one.Class != other.Class ? one.Class - other.Class : one.Order - other.Order);
    }

    // In place: what is kept moves to the front.
    private static int Compose(Span<Part> parts)
    {
        int kept = 0, starter = -1, lastClass = -1;
        foreach (Part part in parts)
        {
            bool blocked = starter < 0 || lastClass >= part.Class;
            if (!blocked && Decompositions.TryCompose(parts[starter].CodePoint, part.CodePoint, out int composite))
            {
                parts[starter] = parts[starter] with { CodePoint = composite, Taken = parts[starter].Taken + part.Taken };
                continue;
            }

            if (part.Class == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = part.Class;
            }
            parts[kept++] = part;
        }

        return kept;
    }

    private static void Write(ReadOnlySpan<Part> parts, AlignedSpan text, AlignedText into)
    {
        int at = 0;
        foreach (Part part in parts)
        {
            into.Append(new Rune(part.CodePoint), text.Origins[part.Taken > 0 ? at : at - 1]);
            for (int i = 0; i < part.Taken; i++)
                at += char.IsHighSurrogate(text.Units[at]) ? 2 : 1;
        }
    }

    /// <summary>A code point of the result.</summary>
    /// <param name="CodePoint">It.</param>
    /// <param name="Class">Its combining class.</param>
    /// <param name="Taken">How many characters of the text it stands for: 0 for what a character goes on with.</param>
    /// <param name="Order">Its place before sorting.</param>
    private readonly record struct Part(int CodePoint, byte Class, int Taken, int Order);
}
