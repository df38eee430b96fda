using Perto.Platform;

namespace Perto.Server;

/// <summary>The key that a first start makes, so that there is one to make others with.</summary>
internal sealed class FirstKey(KeyStore keys, AccessPolicy policy)
{
    /// <summary>The key, when this process made it.</summary>
    public string? Text { get; private set; }

    /// <summary>Makes it where keys are required and none was ever made.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (policy.Mode == AccessMode.Keys)
            Text = (await keys.CreateFirstAsync(cancellationToken))?.Key;
    }
}
