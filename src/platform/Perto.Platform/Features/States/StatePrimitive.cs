namespace Perto.Platform;

/// <summary>
/// A state as bytes, and what changes it. An empty span is the state before the first event. States of a bounded size; nothing of them depends
/// on the clock, only the reading of what counts the latest time does on the moment that it is read for.
/// </summary>
internal abstract class StatePrimitive
{
    /// <summary>The state after one more event.</summary>
    public abstract byte[] Add(ReadOnlySpan<byte> state, StateInput input);

    /// <summary>The state of all events of two states that have none in common.</summary>
    public abstract byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>The value at a moment, in Unix microseconds; null where there is none.</summary>
    public abstract FeatureValue? Value(ReadOnlySpan<byte> state, long at);

    /// <summary>The value where it is a number, without allocation.</summary>
    public virtual bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        number = 0;
        return false;
    }

    /// <summary>The primitive of a feature that is made from events.</summary>
    public static StatePrimitive For(Feature feature) => feature.State!.Primitive switch
    {
        StateKind.Scalar => new ScalarState(feature.Kind),
        StateKind.Counter => new CounterState(feature.Kind),
        StateKind.PeriodicCounter => new PeriodicCounterState(feature.Kind, feature.State.Period!.Value, feature.State.Windows!.Value),
        StateKind.List => new ListState(feature.State.Size!.Value),
        StateKind.Map => new MapState(feature.State.Size!.Value),
        StateKind.Frequency => new FrequencyState(feature.Kind, feature.State.Size!.Value),
        StateKind.DecayedCounter => new DecayedCounterState(feature.State.DailyFactor!.Value),
        StateKind.Sessions => new SessionsState(feature.State.GapMinutes!.Value, feature.State.AtLeast ?? 1, feature.State.Windows),
        _ => new StatisticsState(feature.State.Take),
    };
}
