using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>How a double misbehaves. Safe for use by many threads.</summary>
public sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly List<Planned> _planned = [];

    /// <summary>The next requests meet this fault.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">How many requests.</param>
    /// <param name="after">Requests that are answered well before.</param>
    /// <param name="only">Which requests count; all, if it is left out.</param>
    public void Next(Fault fault, int times = 1, int after = 0, Func<HttpRequest, bool>? only = null) => Plan(new Planned(fault, times, after, Every: 1, only));

    /// <summary>All requests meet this fault until <see cref="None"/>.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="every">1: all of them; 2: every second one, as where a service comes and goes.</param>
    /// <param name="only">Which requests count; all, if it is left out.</param>
    public void Always(Fault fault, int every = 1, Func<HttpRequest, bool>? only = null) => Plan(new Planned(fault, int.MaxValue, After: 0, every, only));

    /// <summary>
    /// Each request meets this fault the first time it comes, and is answered when it comes again: a service that comes and goes, whatever is asked of
    /// it at once. Requests are told apart by method, address and body.
    /// </summary>
    public void FirstOfEach(Fault fault) => Plan(new Planned(fault, int.MaxValue, After: 0, Every: 2, Only: null) { TellsApart = true });

    /// <summary>From here on all is well.</summary>
    public void None()
    {
        lock (_lock)
            _planned.Clear();
    }

    internal bool TellsApart
    {
        get
        {
            lock (_lock)
                return _planned.Exists(planned => planned.TellsApart);
        }
    }

    internal Fault? Of(HttpRequest request, string? body)
    {
        lock (_lock)
        {
            Planned? planned = _planned.Find(planned => planned.Only?.Invoke(request) != false);
            if (planned is null)
                return null;
            int seen = planned.See(planned.TellsApart ? $"{request.Method} {request.Path}{request.QueryString} {body}" : "");
            if (seen <= planned.After || (seen - planned.After - 1) % planned.Every != 0)
                return null;
            if (--planned.Left == 0)
                _planned.Remove(planned);
            return planned.Fault;
        }
    }

    private void Plan(Planned planned)
    {
        lock (_lock)
            _planned.Add(planned);
    }

    private sealed record Planned(Fault Fault, int Times, int After, int Every, Func<HttpRequest, bool>? Only)
    {
        private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

        public bool TellsApart { get; init; }

        public int Left { get; set; } = Times;

        /// <summary>How often one of this kind has come, this one counted.</summary>
        public int See(string kind) => _seen[kind] = _seen.GetValueOrDefault(kind) + 1;
    }
}
