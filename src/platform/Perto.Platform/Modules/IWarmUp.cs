namespace Perto.Platform;

/// <summary>What a module does before a server says that it is ready: load, compile, fill, so that the first caller is served like the others.</summary>
public interface IWarmUp
{
    /// <summary>Runs once, after the schema and the collections stand.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken);
}
