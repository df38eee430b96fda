namespace Perto.Platform;

/// <summary>
/// The one way from events to the values of a view. Online updates, backfills and <see cref="Replay"/> all go through it, so that a value means
/// the same wherever it was made.
/// </summary>
internal static class FeatureFold
{
    /// <summary>The block after one more event; null where the event is nothing for the view.</summary>
    /// <param name="layout">The view, whose features are made from events.</param>
    /// <param name="block">The block before; empty before the first event.</param>
    /// <param name="at">The time of the event in Unix microseconds.</param>
    /// <param name="happened">The event.</param>
    /// <param name="field">Where it stands in the request, for errors.</param>
    /// <exception cref="InvalidValueException">A field of the event has another type than the view needs.</exception>
    public static byte[]? Apply(ViewLayout layout, ReadOnlySpan<byte> block, long at, FeatureEvent happened, string field)
    {
        var parts = new byte[]?[layout.Features.Length];
        bool concerned = false;
        for (int i = 0; i < parts.Length; i++)
        {
            ReadOnlySpan<byte> state = block.Length > 0 && ViewLayout.Has(block, i) ? layout.Bytes(block, i) : default;
            if (TryInput(layout.Features[i], at, happened, field, out StateInput input))
            {
                parts[i] = layout.States[i]!.Add(state, input);
                concerned = true;
            }
            else if (block.Length > 0 && ViewLayout.Has(block, i))
                parts[i] = state.ToArray();
        }
        return concerned ? layout.Encode(parts) : null;
    }

    /// <summary>The block of the events of two blocks that have none in common.</summary>
    public static byte[] Merge(ViewLayout layout, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var parts = new byte[]?[layout.Features.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            bool inFirst = ViewLayout.Has(first, i);
            bool inSecond = ViewLayout.Has(second, i);
            if (inFirst || inSecond)
                parts[i] = layout.States[i]!.Merge(inFirst ? layout.Bytes(first, i) : default, inSecond ? layout.Bytes(second, i) : default);
        }
        return layout.Encode(parts);
    }

    /// <summary>The blocks after each event of one entity that concerns the view, with the times that they hold from.</summary>
    public static IEnumerable<(long EventAt, byte[] Block)> Replay(ViewLayout layout, IEnumerable<FeatureEvent> events)
    {
        byte[] block = [];
        long eventAt = long.MinValue;
        foreach (FeatureEvent happened in events)
        {
            long at = UnixMicros.From(happened.At);
            if (Apply(layout, block, at, happened, "event") is not { } next)
                continue;
            block = next;
            // A late event changes what is known now, not what was known before it came.
            eventAt = Math.Max(eventAt, at);
            yield return (eventAt, block);
        }
    }

    private static bool TryInput(Feature feature, long at, FeatureEvent happened, string field, out StateInput input)
    {
        input = default;
        FeatureState state = feature.State!;
        if (state.Event != happened.Type)
            return false;
        FeatureValue? value = null;
        string? key = null;
        if (state.Field is { } name && !TryField(happened, name, FieldKind(feature, happened.Values?.GetValueOrDefault(name)), field, out value))
            return false;
        if (state.Key is { } keyName)
        {
            if (!TryField(happened, keyName, FeatureKind.Text, field, out FeatureValue? given))
                return false;
            key = (string)given!.Raw;
        }
        // Keywords are short texts already.
        if ((key ?? value?.Raw as string) is { } text && state.Primitive is StateKind.Map or StateKind.List or StateKind.Frequency or StateKind.Sessions)
            RequireKeyword(text, $"{field}.values.{state.Key ?? state.Field}");
        input = new StateInput(at, value, key);
        return true;
    }

    private static bool TryField(FeatureEvent happened, string name, FeatureKind kind, string field, out FeatureValue? value)
    {
        value = happened.Values?.GetValueOrDefault(name);
        if (value is null)
            return false;
        value = value.For(new Feature { Name = name, Kind = kind }, $"{field}.values.{name}");
        return true;
    }

    private static FeatureKind FieldKind(Feature feature, FeatureValue? given) => feature.State!.Primitive switch
    {
        StateKind.List or StateKind.Frequency => given is { Kind: FeatureKind.Keywords } ? FeatureKind.Keywords : FeatureKind.Text,
        StateKind.Sessions => FeatureKind.Text,
        StateKind.Map or StateKind.Statistics or StateKind.DecayedCounter => FeatureKind.Number,
        _ => feature.Kind,
    };

    private static void RequireKeyword(string text, string field)
    {
        if (!FeatureValue.IsKeyword(text))
            throw new InvalidValueException(field, text[..Math.Min(text.Length, 100)], $"at most {FeatureValue.MaxKeywordBytes} bytes of UTF-8", $"{field} must be at most {FeatureValue.MaxKeywordBytes} bytes of UTF-8");
    }
}
