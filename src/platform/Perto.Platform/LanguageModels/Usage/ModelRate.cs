namespace Perto.Platform;

/// <summary>
/// Keeps the requests of one provider within so many, and so many tokens, a minute: a full minute may be used at once, and comes back evenly. Who comes too early
/// waits for its turn, in the order of coming. It counts what this process does; the provider counts all of them. Safe for use by many threads.
/// </summary>
internal sealed class ModelRate(string provider, RateSettings settings, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private double _requests = settings.RequestsPerMinute ?? 0;
    private double _tokens = settings.TokensPerMinute ?? 0;
    private long _at = clock.GetTimestamp();

    /// <summary>The limits; null: none.</summary>
    public RateSettings Settings => settings;

    /// <summary>Waits for the turn of a request.</summary>
    /// <param name="tokens">About how many tokens it has.</param>
    /// <param name="cancellationToken">Gives up; the turn is given back.</param>
    /// <exception cref="ModelRateException">The turn would come later than <see cref="RateSettings.Wait"/>, or than the work at hand has time for.</exception>
    public async ValueTask WaitAsync(long tokens, CancellationToken cancellationToken)
    {
        TimeSpan wait = Take(tokens);
        if (wait == TimeSpan.Zero)
            return;
        try
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Give(requests: 1, tokens);
            throw;
        }
    }

    /// <summary>Puts what a request really took in the place of what was estimated.</summary>
    /// <param name="estimate">What <see cref="WaitAsync"/> was told.</param>
    /// <param name="tokens">What the provider says; null: nothing.</param>
    public void Correct(long estimate, long? tokens) => Give(requests: 0, estimate - (tokens ?? estimate));

    // What is taken may be more than there is: those who come later wait behind it.
    private TimeSpan Take(long tokens)
    {
        lock (_lock)
        {
            Refill();
            double wait = Math.Max(Minutes(_requests - 1, settings.RequestsPerMinute), Minutes(_tokens - tokens, settings.TokensPerMinute));
            TimeSpan turn = TimeSpan.FromMinutes(Math.Min(wait, 1e6));
            TimeSpan most = CallDeadline.Left is { } left && left < settings.Wait ? left : settings.Wait;
            if (turn > TimeSpan.Zero && turn > most)
                throw new ModelRateException(provider, turn, most, settings);
            _requests--;
            _tokens -= tokens;
            return turn;
        }
    }

    private void Give(int requests, long tokens)
    {
        lock (_lock)
        {
            Refill();
            _requests = Math.Min(_requests + requests, settings.RequestsPerMinute ?? 0);
            _tokens = Math.Min(_tokens + tokens, settings.TokensPerMinute ?? 0);
        }
    }

    private void Refill()
    {
        long now = clock.GetTimestamp();
        double minutes = clock.GetElapsedTime(_at, now).TotalMinutes;
        _at = now;
        _requests = Math.Min(_requests + (minutes * (settings.RequestsPerMinute ?? 0)), settings.RequestsPerMinute ?? 0);
        _tokens = Math.Min(_tokens + (minutes * (settings.TokensPerMinute ?? 0)), settings.TokensPerMinute ?? 0);
    }

    private static double Minutes(double left, long? perMinute) => perMinute is { } rate && left < 0 ? -left / rate : 0;
}
