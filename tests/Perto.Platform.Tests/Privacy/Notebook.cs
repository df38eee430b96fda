namespace Perto.Platform.Tests;

/// <summary>A place with personal data that fails or is busy as often as told.</summary>
internal sealed class Notebook : IPersonalDataSource
{
    private readonly List<string> _notes = ["ana likes tea", "rui likes coffee", "ana runs"];

    public int Failing { get; set; }

    public int Busy { get; set; }

    public IReadOnlyList<string> Notes => _notes;

    public string Name => "sample/notebook";

    public string Description => "Notes.";

    public Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        Task.FromResult(_notes.LongCount(note => note.StartsWith(subject, StringComparison.Ordinal)));

    public Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        _notes.RemoveAll(note => note.StartsWith(subject, StringComparison.Ordinal));
        // What was torn out lies on the table still.
        if (Failing-- > 0)
            throw new IOException($"The notes of {subject} cannot be burned.");
        return Task.FromResult(Busy-- <= 0);
    }

    public IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        _notes.Where(note => note.StartsWith(subject, StringComparison.Ordinal)).Select(object (note) => new { Text = note }).ToAsyncEnumerable();
}
