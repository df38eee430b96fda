using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Perto.Language;

/// <summary>
/// The <c>precompiled_charsmap</c> of SentencePiece, as Hugging Face's <c>Precompiled</c> normalizer applies it (spm_precompiled): a
/// double array trie (darts-clone) from UTF-8 to places in a blob of texts that a zero byte ends. Nothing in it is trusted.
/// </summary>
/// <remarks>
/// A replacement comes from the first character of what it replaces. The reference miscounts after one that is not a single character,
/// so that its ranges are off for the rest of the text; its tokens are the same.
/// </remarks>
internal sealed class CharacterMap : ITextNormalizer
{
    // Longer clusters are looked up character by character. So it is in the reference, and models were trained with it.
    private const int LongestKey = 5;
    private const int LongestText = 255;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    /// <param name="map">Length of the trie in bytes (little-endian, as all of it), the trie, the texts.</param>
    /// <exception cref="FormatException">The lengths do not fit, or a text is no UTF-8 or too long.</exception>
    public CharacterMap(ReadOnlySpan<byte> map)
    {
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(map, out uint length) || length > map.Length - sizeof(uint) || length % sizeof(uint) != 0
            || length == 0)
        {
            throw new FormatException($"must begin with the length of its trie, a multiple of 4 that fits; it has {map.Length} bytes");
        }

        _units = new uint[length / sizeof(uint)];
        for (int i = 0; i < _units.Length; i++)
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(map[((i + 1) * sizeof(uint))..]);
        _texts = map[(sizeof(uint) + (int)length)..].ToArray();
        if (!Utf8.IsValid(_texts))
            throw new FormatException("must have texts in UTF-8");
        for (ReadOnlySpan<byte> rest = _texts; !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)0);
            int text = end < 0 ? rest.Length : end;
            if (text > LongestText)
                throw new FormatException($"must have texts of {LongestText} bytes at most, each ended by a zero byte; one has {text}");
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }

    public int Growth => LongestText;

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        Span<byte> key = stackalloc byte[LongestKey];
        for (int at = 0; at < text.Length;)
        {
            // Nobody joins two characters of ASCII but "\r\n".
            char unit = text.Units[at];
            int cluster = unit != '\r' && char.IsAscii(unit) && (at + 1 == text.Length || char.IsAscii(text.Units[at + 1]))
                ? 1
                : StringInfo.GetNextTextElementLength(text.Units[at..]);
            AlignedSpan part = text.Slice(at, cluster);
            at += cluster;
            if (Utf8.FromUtf16(part.Units, key, out _, out int bytes) == OperationStatus.Done
                && TryFind(key[..bytes], out ReadOnlySpan<byte> replaced))
            {
                Append(replaced, part.Origins[0], into);
                continue;
            }

            for (int i = 0; i < part.Length;)
            {
                _ = Rune.DecodeFromUtf16(part.Units[i..], out Rune rune, out int taken);
                if (TryFind(key[..rune.EncodeToUtf8(key)], out replaced))
                    Append(replaced, part.Origins[i], into);
                else
                    into.Append(part.Slice(i, taken));
                i += taken;
            }
        }
    }

    private static void Append(ReadOnlySpan<byte> replaced, TextRange origin, AlignedText into)
    {
        while (!replaced.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(replaced, out Rune rune, out int taken);
            into.Append(rune, origin);
            replaced = replaced[taken..];
        }
    }

    // The text of the shortest beginning of the key that has one, even where the key goes on: as in the reference.
    private bool TryFind(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> replaced)
    {
        replaced = default;
        uint node = Offset(_units[0]);
        foreach (byte label in key)
        {
            node ^= label;
            if (label == 0 || node >= _units.Length || Label(_units[node]) != label)
                return false;
            uint unit = _units[node];
            node ^= Offset(unit);
            if (!HasLeaf(unit))
                continue;
            if (node >= _units.Length || Value(_units[node]) > _texts.Length)
                return false;
            replaced = _texts.AsSpan((int)Value(_units[node]));
            int end = replaced.IndexOf((byte)0);
            if (end >= 0)
                replaced = replaced[..end];
            return true;
        }

        return false;
    }

    private static bool HasLeaf(uint unit) => (unit >> 8 & 1) == 1;

    private static uint Value(uint unit) => unit & 0x7FFFFFFF;

    private static uint Label(uint unit) => unit & 0x800000FF;

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1 << 9)) >> 6);
}
