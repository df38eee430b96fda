using System.Globalization;
using Perto.Vectors.Storage;
using Perto.Vectors.Victim;

// A process that writes to a store until it is killed, and says on standard output what it was promised: the tests hold the store to it.
string folder = args[0];
CommitMode mode = Enum.Parse<CommitMode>(args[1]);
long first = long.Parse(args[2], CultureInfo.InvariantCulture);
await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(folder, Entries.Options with { Commit = mode });
Console.WriteLine("open");
await new Writing(await Entries.OpenAsync(store), first).RunAsync();
