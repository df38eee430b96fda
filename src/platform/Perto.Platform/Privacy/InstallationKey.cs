using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// The installation's key for what privacy keeps of a person: made at random when it is first needed, the same for every server of the
/// installation. Who has it and a list of ids can tell whose hashes the hashes are.
/// </summary>
internal sealed class InstallationKey(IDatabase database, TimeProvider clock)
{
    private const string Name = "privacy";
    private const int Bytes = 32;

    private SubjectKey? _key;

    /// <summary>Reads it, or makes it. Not inside of a write.</summary>
    public async ValueTask<SubjectKey> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _key) ?? await LoadAsync(cancellationToken);

    private async Task<SubjectKey> LoadAsync(CancellationToken cancellationToken)
    {
        byte[] secret = await database.ReadAsync(FindAsync, cancellationToken) ?? await MakeAsync(cancellationToken);
        var key = new SubjectKey(secret);
        Volatile.Write(ref _key, key);
        return key;
    }

    // Whoever comes first makes it; all others take that one.
    private Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        byte[] made = RandomNumberGenerator.GetBytes(Bytes);
        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "insert into installation_secret (name, secret, created_at) values (@Name, @made, @now) on conflict (name) do nothing",
                    new { Name, made, now = UnixMicros.Now(clock) });
                return (await FindAsync(session))!;
            },
            cancellationToken);
    }

    private static Task<byte[]?> FindAsync(DatabaseSession session) =>
        session.FirstOrDefaultAsync<byte[]>("select secret from installation_secret where name = @Name", new { Name });
}
