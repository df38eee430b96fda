using System.Buffers.Binary;

namespace Perto.Platform;

/// <summary>
/// Where the values of a view stand in its block of a packed row: a bit for each feature that has a value, then a slot of fixed size for each
/// feature, then what has no fixed size. Little-endian.
/// </summary>
/// <remarks>
/// Slots: number and integer 8 bytes, boolean 1, vector 4 for each float; of all others, and of every feature that is made from events, 4 bytes
/// of offset into the block and 4 of length.
/// </remarks>
internal sealed class ViewLayout
{
    private const int VariableSlot = 8;

    private readonly int[] _slots;
    private readonly Dictionary<string, int> _ordinals;

    public ViewLayout(FeatureView view)
    {
        View = view;
        Features = [.. view.Features];
        States = [.. Features.Select(feature => feature.State is null ? null : StatePrimitive.For(feature))];
        BitmapBytes = (Features.Length + 7) / 8;
        _slots = new int[Features.Length];
        _ordinals = new Dictionary<string, int>(Features.Length, StringComparer.Ordinal);
        int at = BitmapBytes;
        for (int i = 0; i < Features.Length; i++)
        {
            _slots[i] = at;
            _ordinals.Add(Features[i].Name, i);
            at += SlotBytes(Features[i]);
        }
        FixedBytes = at;
    }

    public FeatureView View { get; }

    public Feature[] Features { get; }

    /// <summary>How features are made from events; null for those that are written.</summary>
    public StatePrimitive?[] States { get; }

    private int BitmapBytes { get; }

    private int FixedBytes { get; }

    /// <summary>The place of a feature in the view, or -1.</summary>
    public int Ordinal(string feature) => _ordinals.GetValueOrDefault(feature, -1);

    public static bool Has(ReadOnlySpan<byte> block, int ordinal) => (block[ordinal >> 3] & (1 << (ordinal & 7))) != 0;

    /// <summary>The bytes of a feature's value; only where the block has it.</summary>
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> block, int ordinal)
    {
        ReadOnlySpan<byte> slot = block[_slots[ordinal]..];
        Feature feature = Features[ordinal];
        if (!IsVariable(feature))
            return slot[..SlotBytes(feature)];
        int offset = BinaryPrimitives.ReadInt32LittleEndian(slot);
        return block.Slice(offset, BinaryPrimitives.ReadInt32LittleEndian(slot[4..]));
    }

    /// <summary>A block of written values.</summary>
    /// <param name="values">By feature; what is not there is missing.</param>
    /// <param name="field">Where they stand in the request, for errors.</param>
    /// <exception cref="InvalidValueException">A value does not fit, or the view has no such feature.</exception>
    public byte[] Encode(IReadOnlyDictionary<string, FeatureValue?> values, string field)
    {
        var parts = new byte[]?[Features.Length];
        foreach ((string name, FeatureValue? value) in values)
        {
            int ordinal = Ordinal(name);
            if (ordinal < 0)
            {
                throw new InvalidValueException(
                    $"{field}.{name}", name, string.Join(", ", Features.Take(20).Select(feature => feature.Name)), $"{field} has a feature that {View.Name} version {View.Version} does not have");
            }
            parts[ordinal] = value is null ? null : FeatureBytes.Of(value.For(Features[ordinal], $"{field}.{name}"));
        }
        return Encode(parts);
    }

    /// <summary>A block of values, or states, in bytes; null where there is none.</summary>
    public byte[] Encode(ReadOnlySpan<byte[]?> parts)
    {
        int length = FixedBytes;
        for (int i = 0; i < parts.Length; i++)
            length += parts[i] is { } part && IsVariable(Features[i]) ? part.Length : 0;
        byte[] block = new byte[length];
        int tail = FixedBytes;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] is not { } part)
                continue;
            block[i >> 3] |= (byte)(1 << (i & 7));
            if (!IsVariable(Features[i]))
            {
                part.CopyTo(block, _slots[i]);
                continue;
            }
            BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(_slots[i]), tail);
            BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(_slots[i] + 4), part.Length);
            part.CopyTo(block, tail);
            tail += part.Length;
        }
        return block;
    }

    private static bool IsVariable(Feature feature) =>
        feature.State is not null || feature.Kind is FeatureKind.Text or FeatureKind.Keywords or FeatureKind.Map;

    private static int SlotBytes(Feature feature) => IsVariable(feature) ? VariableSlot : feature.Kind switch
    {
        FeatureKind.Boolean => 1,
        FeatureKind.Vector => feature.Dimension!.Value * sizeof(float),
        _ => 8,
    };
}
