namespace Perto.Platform;

/// <summary>Runs the imports that were queued; one whose server died goes on elsewhere when its lease ends.</summary>
internal sealed class ImportWork(ImportRunner imports) : IOutboxHandler
{
    /// <summary>The topic of its messages.</summary>
    public const string Topic = "platform.import";

    /// <summary>A failing import is written down as such; what is tried again is one that could not even be looked at.</summary>
    public static OutboxTopicOptions Options { get; } = new() { Parallelism = 2, LeaseTime = TimeSpan.FromSeconds(20), LongestBackoff = TimeSpan.FromMinutes(1) };

    /// <inheritdoc/>
    public Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken) =>
        imports.RunQueuedAsync(message.Tenant, message.Read<ImportOrder>().Id, cancellationToken);
}
