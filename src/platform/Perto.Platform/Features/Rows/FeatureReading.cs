using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Perto.Platform;

/// <summary>
/// The values of one view of one entity at a moment, read in place from the packed bytes: nothing is copied until a value that is no number
/// is asked for.
/// </summary>
public readonly struct FeatureReading
{
    private readonly ViewLayout? _layout;
    private readonly ReadOnlyMemory<byte> _values;
    private readonly long _eventAt;
    private readonly long _at;

    internal FeatureReading(ViewLayout layout, FeatureStatus status, long at, long eventAt = 0, ReadOnlyMemory<byte> values = default)
    {
        _layout = layout;
        _values = values;
        _eventAt = eventAt;
        _at = at;
        Status = status;
    }

    /// <summary>Whether there are values, and if not, why.</summary>
    public FeatureStatus Status { get; }

    /// <summary>Whether there are values that hold.</summary>
    public bool IsPresent => Status == FeatureStatus.Present;

    /// <summary>The moment of the reading, in Unix microseconds.</summary>
    public long At => _at;

    /// <summary>The event time of the values, also of expired ones; null where nothing was ever written.</summary>
    public DateTimeOffset? EventAt => Status == FeatureStatus.NeverWritten ? null : UnixMicros.ToMoment(_eventAt);

    /// <summary>How old the values are at the moment of the reading, also expired ones; null where nothing was ever written.</summary>
    public TimeSpan? Age => Status == FeatureStatus.NeverWritten ? null : TimeSpan.FromMicroseconds(_at - _eventAt);

    /// <summary>The view, with its version.</summary>
    public FeatureView View => Layout.View;

    /// <summary>The place of a feature for the other methods: look it up once for many entities.</summary>
    /// <exception cref="ArgumentException">The view has no such feature.</exception>
    public int Ordinal(string feature) =>
        Layout.Ordinal(feature) is >= 0 and int ordinal ? ordinal : throw new ArgumentException($"{View.Name} has no feature '{feature}'", nameof(feature));

    /// <summary>A number, a whole number, or 1 and 0 for true and false; nothing is allocated.</summary>
    /// <returns>False where it is missing or of another kind.</returns>
    public bool TryNumber(int ordinal, out double number)
    {
        number = 0;
        if (!Has(ordinal))
            return false;
        ReadOnlySpan<byte> bytes = Layout.Bytes(_values.Span, ordinal);
        if (Layout.States[ordinal] is { } state)
            return state.TryNumber(bytes, _at, out number);
        switch (Layout.Features[ordinal].Kind)
        {
            case FeatureKind.Number:
                number = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                return true;
            case FeatureKind.Integer:
                number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
                return true;
            case FeatureKind.Boolean:
                number = bytes[0];
                return true;
            default:
                return false;
        }
    }

    /// <summary>The UTF-8 bytes of a written text, in place.</summary>
    /// <returns>False where it is missing, of another kind or made from events.</returns>
    public bool TryText(int ordinal, out ReadOnlySpan<byte> utf8)
    {
        bool there = Has(ordinal) && Layout.Features[ordinal] is { Kind: FeatureKind.Text, State: null };
        utf8 = there ? Layout.Bytes(_values.Span, ordinal) : default;
        return there;
    }

    /// <summary>The floats of a vector, in place.</summary>
    /// <returns>False where it is missing or of another kind.</returns>
    public bool TryVector(int ordinal, out ReadOnlySpan<float> vector)
    {
        bool there = Has(ordinal) && Layout.Features[ordinal].Kind == FeatureKind.Vector;
        vector = there ? MemoryMarshal.Cast<byte, float>(Layout.Bytes(_values.Span, ordinal)) : default;
        return there;
    }

    /// <summary>Any value; null where it is missing.</summary>
    public FeatureValue? Value(int ordinal)
    {
        if (!Has(ordinal))
            return null;
        ReadOnlySpan<byte> bytes = Layout.Bytes(_values.Span, ordinal);
        return Layout.States[ordinal] is { } state ? state.Value(bytes, _at) : FeatureBytes.Read(Layout.Features[ordinal].Kind, bytes);
    }

    /// <summary>Any value; null where it is missing.</summary>
    /// <exception cref="ArgumentException">The view has no such feature.</exception>
    public FeatureValue? Value(string feature) => Value(Ordinal(feature));

    /// <summary>All values by feature, null for those that are missing; null where the view has none that hold.</summary>
    public IReadOnlyDictionary<string, FeatureValue?>? ToValues()
    {
        if (!IsPresent)
            return null;
        Dictionary<string, FeatureValue?> values = new(StringComparer.Ordinal);
        for (int i = 0; i < Layout.Features.Length; i++)
            values.Add(Layout.Features[i].Name, Value(i));
        return values;
    }

    internal static FeatureReading Of(RegisteredView view, ReadOnlyMemory<byte> row, long at) =>
        PackedRow.TryFind(row, view.Id, out PackedBlock block) ? Of(view, block.EventAt, block.Values, at) : new FeatureReading(view.Layout, FeatureStatus.NeverWritten, at);

    internal static FeatureReading Of(RegisteredView view, long eventAt, ReadOnlyMemory<byte> values, long at) =>
        new(view.Layout, view.Ttl is { } ttl && at - eventAt > ttl ? FeatureStatus.Expired : FeatureStatus.Present, at, eventAt, values);

    private ViewLayout Layout => _layout ?? throw new InvalidOperationException("This reading is of nothing");

    private bool Has(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Layout.Features.Length, nameof(ordinal));
        return IsPresent && ViewLayout.Has(_values.Span, ordinal);
    }
}
