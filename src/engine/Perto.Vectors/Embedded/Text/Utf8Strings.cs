namespace Perto.Vectors;

/// <summary>Texts in UTF-8 with a hash of each (<see cref="Perto.Numerics.StableHash"/>).</summary>
internal sealed class Utf8Strings
{
    private readonly Lists<byte> _texts;
    private ColumnMemory<ulong> _hashes;

    public Utf8Strings(int capacity)
        : this(new Lists<byte>(capacity), ColumnMemory<ulong>.Zeroed(capacity))
    {
    }

    public Utf8Strings(Lists<byte> texts, ColumnMemory<ulong> hashes)
    {
        _texts = texts;
        _hashes = hashes;
    }

    /// <summary>How many texts it has room for, or holds in a file.</summary>
    public int Capacity => _hashes.Length;

    public long HeldBytes => _texts.HeldBytes + _hashes.HeldBytes;

    public Lists<byte> Texts => _texts;

    public ReadOnlySpan<byte> this[int index] => _texts[index];

    public ulong Hash(int index) => _hashes[index];

    public ReadOnlySpan<ulong> Hashes(int count) => _hashes.Slice(0, count);

    /// <summary>Puts a text behind all others.</summary>
    public void Append(int index, ReadOnlySpan<byte> text, ulong hash)
    {
        _texts.Append(index, text);
        _hashes.Writable[index] = hash;
    }

    public Utf8Strings Grown(int capacity) => new(_texts.Grown(capacity), _hashes.Grown(capacity));
}
