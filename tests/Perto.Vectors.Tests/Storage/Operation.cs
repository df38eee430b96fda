namespace Perto.Vectors.Tests.Storage;

/// <summary>What <see cref="SimulatedFiles"/> counts: everything that changes the disk.</summary>
internal enum Operation
{
    Create,
    Write,
    SetLength,
    Sync,
    Rename,
    Delete,
    CreateFolder,
    DeleteFolder,
    SyncFolder,
}
