namespace Perto.Platform;

/// <summary>
/// Collects what the requests of one call took. A provider that splits a call into several requests counts each of them when it is answered, so that those
/// are counted also where a later one fails, and each attempt that was cut off.
/// </summary>
internal sealed class ModelCall
{
    private static readonly AsyncLocal<ModelCall?> Current = new();

    private readonly List<ModelWork> _requests = [];

    /// <summary>What was counted, in order.</summary>
    public IReadOnlyList<ModelWork> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>Begins to collect for what runs from here on in the method that calls this.</summary>
    public static ModelCall Begin() => Current.Value = new ModelCall();

    /// <summary>Counts a request; does nothing where nobody collects.</summary>
    public static void Count(ModelWork work) => Current.Value?.Add(work);

    private void Add(ModelWork work)
    {
        lock (_requests)
            _requests.Add(work);
    }
}
