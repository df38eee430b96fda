namespace Perto.Platform;

/// <summary>
/// The installation's key for what privacy keeps of a person, the same for every server of the installation. Who has it and a list of ids can
/// tell whose hashes the hashes are.
/// </summary>
internal sealed class InstallationKey(InstallationSecret secrets)
{
    private const string Name = "privacy";

    private SubjectKey? _key;

    /// <summary>Reads it, or makes it. Not inside of a write.</summary>
    public async ValueTask<SubjectKey> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _key) is { } known)
            return known;
        var key = new SubjectKey(await secrets.GetAsync(Name, cancellationToken));
        Volatile.Write(ref _key, key);
        return key;
    }
}
