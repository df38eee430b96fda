using System.Globalization;
using Perto.Platform;

namespace Perto.Client;

/// <summary>What is done about a person's data over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpPrivacy : IPrivacy
{
    private const string Root = "/v1/privacy";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly PertoHttp _http;
    private readonly TimeProvider _clock;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpPrivacy(HttpClient client, TimeProvider clock)
    {
        _http = new PertoHttp(client);
        _clock = clock;
    }

    /// <inheritdoc/>
    public Task<PrivacyDescription> DescribeAsync(CancellationToken cancellationToken = default) => _http.GetAsync<PrivacyDescription>(Root, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The server goes on with it even when the caller leaves.</remarks>
    public async Task<ErasureReceipt> EraseAsync(string subject, CancellationToken cancellationToken = default)
    {
        ErasureReceipt receipt = await _http.PostAsync<ErasureReceipt>($"{Root}/erasures", new SubjectRequest(subject), cancellationToken);
        while (receipt.State != ErasureState.Done)
        {
            if (receipt.Failure is { } failure)
                throw new RemoteException("erasure_stopped", 409, $"The erasure {receipt.Id} stopped and is tried again by the server: {failure}", null);
            await Task.Delay(LookEvery, _clock, cancellationToken);
            receipt = await FindAsync(receipt.Id, cancellationToken);
        }
        return receipt;
    }

    /// <inheritdoc/>
    public Task<ErasureReceipt> FindAsync(string id, CancellationToken cancellationToken = default) =>
        _http.GetAsync<ErasureReceipt>($"{Root}/erasures/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <inheritdoc/>
    public Task<Page<ErasureReceipt>> ListAsync(Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        string cursor = paging.Cursor is null ? "" : $"&cursor={Uri.EscapeDataString(paging.Cursor)}";
        return _http.GetAsync<Page<ErasureReceipt>>(
            string.Create(CultureInfo.InvariantCulture, $"{Root}/erasures?limit={paging.Limit}{cursor}"), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> VerifyAsync(string id, string subject, CancellationToken cancellationToken = default) =>
        (await _http.PostAsync<ReceiptCheck>($"{Root}/erasures/{Uri.EscapeDataString(id)}/verify", new SubjectRequest(subject), cancellationToken)).Matches;

    /// <inheritdoc/>
    public async Task<bool> AllowAsync(string subject, CancellationToken cancellationToken = default) =>
        (await _http.PostAsync<SuppressionLifted>($"{Root}/suppressions/lift", new SubjectRequest(subject), cancellationToken)).Lifted;

    /// <inheritdoc/>
    public Task ExportAsync(string subject, Stream target, CancellationToken cancellationToken = default) =>
        _http.DownloadAsync($"{Root}/exports", new SubjectRequest(subject), target, cancellationToken);

    /// <inheritdoc/>
    public Task<PeopleCollection> DeclareAsync(string collection, string? subjectField, CancellationToken cancellationToken = default) =>
        _http.PutAsync<PeopleCollection>(
            $"{Root}/collections/{Uri.EscapeDataString(collection)}", new PeopleCollectionRequest { SubjectField = subjectField }, cancellationToken);

    /// <inheritdoc/>
    public Task WithdrawAsync(string collection, CancellationToken cancellationToken = default) =>
        _http.DeleteAsync($"{Root}/collections/{Uri.EscapeDataString(collection)}", cancellationToken);
}
