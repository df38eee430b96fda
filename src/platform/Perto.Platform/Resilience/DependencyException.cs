namespace Perto.Platform;

/// <summary>A service outside this process did not do what was asked: it cannot be reached, is too slow, or answered with an error.</summary>
public sealed class DependencyException : PertoException
{
    /// <param name="dependency">Its name: <c>redis</c>.</param>
    /// <param name="reason">What happened, without a full stop: <c>did not answer within 250 ms</c>.</param>
    /// <param name="advice">What to do, one sentence.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public DependencyException(string dependency, string reason, string advice, Exception? inner = null)
        : base("dependency_unavailable", 503, $"{dependency} {reason}. {advice}", inner)
    {
        Dependency = dependency;
        Reason = reason;
        Advice = advice;
    }

    /// <summary>Its name.</summary>
    public string Dependency { get; }

    /// <summary>What happened.</summary>
    public string Reason { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <summary>
    /// Whether the same call may succeed a moment later, as after HTTP 429 or 5xx: it is made again where it may be, and counts for the breaker.
    /// </summary>
    public bool Transient { get; init; }

    /// <summary>
    /// Whether the service does well and only asks for fewer calls, as by HTTP 429: the call is made again later, and it says nothing against the service, so
    /// that the breaker does not count it.
    /// </summary>
    public bool Throttled { get; init; }

    /// <summary>Whether the service answered that it does not do what was asked.</summary>
    internal bool Refused { get; init; }
}
