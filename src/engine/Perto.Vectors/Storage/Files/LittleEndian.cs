namespace Perto.Vectors.Storage;

/// <summary>The byte order of the files, which are read as memory.</summary>
internal static class LittleEndian
{
    /// <exception cref="StorageException">The processor has another byte order.</exception>
    public static void Require(string name)
    {
        if (!BitConverter.IsLittleEndian)
            throw new StorageException(name, "is little-endian, and this processor is not", "Run the store on a little-endian processor (x86, Arm)");
    }
}
