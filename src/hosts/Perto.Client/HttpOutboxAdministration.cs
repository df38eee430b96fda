using Perto.Platform;

namespace Perto.Client;

/// <summary>The outbox over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpOutboxAdministration : IOutboxAdministration
{
    private const string Root = "/v1/outbox";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpOutboxAdministration(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxTopicStatus>> StatusAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<OutboxTopicStatus>>(Root, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<Page<DeadLetter>> ListDeadAsync(string? topic, Paging paging, CancellationToken cancellationToken = default)
    {
        string query = $"?limit={paging.Limit}";
        if (topic is not null)
            query += $"&topic={Uri.EscapeDataString(topic)}";
        if (paging.Cursor is { } cursor)
            query += $"&cursor={Uri.EscapeDataString(cursor)}";
        return _http.GetAsync<Page<DeadLetter>>($"{Root}/dead-letters{query}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DeadLetter> FindDeadAsync(string id, CancellationToken cancellationToken = default) =>
        _http.GetAsync<DeadLetter>(Path(id), cancellationToken);

    /// <inheritdoc/>
    public Task<ReplayReport> ReplayAsync(string id, CancellationToken cancellationToken = default) =>
        _http.PostAsync<ReplayReport>($"{Path(id)}/replay", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task<ReplayReport> ReplayTopicAsync(string topic, CancellationToken cancellationToken = default) =>
        _http.PostAsync<ReplayReport>($"{Root}/dead-letters/replay", new TopicReplay { Topic = topic }, cancellationToken);

    /// <inheritdoc/>
    public Task DiscardAsync(string id, CancellationToken cancellationToken = default) => _http.DeleteAsync(Path(id), cancellationToken);

    private static string Path(string id) => $"{Root}/dead-letters/{Uri.EscapeDataString(id)}";
}
