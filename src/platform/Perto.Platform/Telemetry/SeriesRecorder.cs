using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>
/// Keeps the last 15 minutes of the series that the modules declared (<see cref="ModuleBuilder.Series"/>), a point every 5 seconds,
/// in memory: what the console's overview draws without any other program.
/// </summary>
public sealed class SeriesRecorder : IDisposable
{
    /// <summary>Time between two points.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int MaxPoints = 180;

    private readonly IMeterFactory _meters;
    private readonly TimeProvider _clock;
    private readonly SeriesTrack[] _tracks;
    private readonly ILookup<string, SeriesTrack> _byInstrument;
    private readonly MeterListener _listener = new();
    private ITimer? _timer;

    /// <param name="meters">The host's meters; those of another host in the same process are left out.</param>
    /// <param name="definitions">What to record.</param>
    /// <param name="clock">Tells when an interval ends.</param>
    public SeriesRecorder(IMeterFactory meters, IEnumerable<SeriesDefinition> definitions, TimeProvider clock)
    {
        _meters = meters;
        _clock = clock;
        _tracks = [.. definitions.Select(definition => new SeriesTrack(definition, MaxPoints))];
        _byInstrument = _tracks.ToLookup(track => track.Definition.Instrument);
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<int>((_, value, _, tracks) => Record(tracks, value));
        _listener.SetMeasurementEventCallback<long>((_, value, _, tracks) => Record(tracks, value));
        _listener.SetMeasurementEventCallback<double>((_, value, _, tracks) => Record(tracks, value));
    }

    /// <summary>Begins to record.</summary>
    public void Start()
    {
        _listener.Start();
        _timer ??= _clock.CreateTimer(_ => EndInterval(), state: null, Interval, Interval);
    }

    /// <summary>The series, in the order in which they were declared.</summary>
    public IReadOnlyList<RecordedSeries> Read() => [.. _tracks.Select(track => track.Read())];

    /// <summary>Records no more.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _listener.Dispose();
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (_byInstrument.Contains(instrument.Name) && (instrument.Meter.Scope is not { } scope || ReferenceEquals(scope, _meters)))
            listener.EnableMeasurementEvents(instrument, _byInstrument[instrument.Name].ToArray());
    }

    private static void Record(object? tracks, double value)
    {
        foreach (SeriesTrack track in (SeriesTrack[])tracks!)
            track.Record(value);
    }

    private void EndInterval()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        foreach (SeriesTrack track in _tracks)
            track.EndInterval(now);
    }
}
