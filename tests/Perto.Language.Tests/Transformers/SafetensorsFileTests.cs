using System.Buffers.Binary;
using System.Text;
using Perto.Testing;

namespace Perto.Language.Tests.Transformers;

public sealed class SafetensorsFileTests
{
    private static readonly byte[] Small = SafetensorsWriter.Write([("a", [2, 3]), ("b", [4])], "F16");

    public static TheoryData<string, string> WrongHeaders => new()
    {
        { "", "header must begin with '{'" },
        { " {}", "header must begin with '{'" },
        { "{", "must be JSON" },
        { "{}x", "must be JSON" },
        { """{"a":1}""", "must be an object" },
        { """{"a":{}}""", "dtype is missing" },
        { """{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "must be a type of safetensors" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "must be a whole number from 0" },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "must be a whole number from 0" },
        { """{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "must be an array" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "must be a beginning and an end" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "must be a beginning and an end" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "must be a whole number from 0" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775808]}}""", "must be a whole number from 0" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "must have 12 bytes; its offsets leave it 8" },
        { """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "must end within the 8 bytes" },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "must have a size in bytes" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", "must have a size in bytes" },
        { """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", "must have a size in bytes that is a whole number" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "must begin after 'a', at 4; it begins at 0" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "must begin at 0, where the one before it ends; it begins at 4" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "must cover the 8 bytes of data; they end at 4" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no key twice" },
        { """{"a":{"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,8]}}""", "no key twice" },
        { """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "at most 16 dimensions; it has 17" },
    };

    [Fact]
    public void Tensors_have_their_names_types_shapes_and_values()
    {
        IReadOnlyList<Tensor> tensors = MadeModel.Read(Small);
        Assert.Equal(["a", "b"], tensors.Select(tensor => tensor.Name));
        Assert.Equal([2, 3], tensors[0].Shape);
        Assert.Equal(TensorType.Float16, tensors[0].Type);
        float[] values = new float[4];
        tensors[1].Read(0, values);
        Assert.Equal(Array.ConvertAll(MadeWeights.Values("b", 4), value => (float)(Half)value), values);
        tensors[0].Read(5, values.AsSpan(0, 1));
        Assert.Equal((float)(Half)MadeWeights.Values("a", 6)[5], values[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensors[0].Read(3, values));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensors[0].Read(-1, values));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensors[0].Read(long.MaxValue, values));
    }

    [Fact]
    public void Empty_tensors_other_types_and_spaces_behind_the_header_are_read()
    {
        string header = """{"ids":{"dtype":"I64","shape":[1,2],"data_offsets":[0,16]},"none":{"dtype":"F32","shape":[0,9],"data_offsets":[16,16]},"one":{"dtype":"F32","shape":[],"data_offsets":[16,20]}}      """;
        IReadOnlyList<Tensor> tensors = MadeModel.Read(SafetensorsWriter.File(header, new byte[20]));
        Assert.Equal([TensorType.Other, TensorType.Float32, TensorType.Float32], tensors.Select(tensor => tensor.Type));
        float[] value = new float[1];
        tensors[2].Read(0, value);
        Assert.Throws<InvalidDataException>(() => tensors[0].Read(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensors[1].Read(0, value));
    }

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void A_header_that_breaks_a_rule_is_refused_with_the_file_and_the_rule(string header, string rule)
    {
        var refused = Assert.Throws<InvalidDataException>(() => MadeModel.Read(SafetensorsWriter.File(header, new byte[8]), "some.safetensors"));
        Assert.StartsWith("some.safetensors", refused.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        for (int length = 0; length < Small.Length; length++)
            Assert.Throws<InvalidDataException>(() => MadeModel.Read(Small[..length]));
        Assert.Equal(2, MadeModel.Read(Small).Count);
        Assert.Throws<InvalidDataException>(() => MadeModel.Read([.. Small, 0]));
    }

    [Theory]
    [InlineData(100_000_001UL, "at most 100000000 bytes")]
    [InlineData(ulong.MaxValue, "at most 100000000 bytes")]
    [InlineData(1UL << 63, "at most 100000000 bytes")]
    [InlineData(100_000_000UL, "the file is cut off")]
    public void A_length_of_the_header_that_cannot_be_is_refused(ulong length, string rule)
    {
        byte[] file = [.. Small];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.Contains(rule, Assert.Throws<InvalidDataException>(() => MadeModel.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_or_long_header_is_refused_without_harm()
    {
        string deep = new StringBuilder("{\"a\":").Insert(5, "[", 100_000).ToString();
        Assert.Throws<InvalidDataException>(() => MadeModel.Read(SafetensorsWriter.File(deep, [])));
        string surrogate = """{"\ud800":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""";
        Assert.Throws<InvalidDataException>(() => MadeModel.Read(SafetensorsWriter.File(surrogate, new byte[4])));
    }

    /// <summary>Whatever bytes are changed, a file is read within its bounds or refused.</summary>
    [Fact]
    public void A_mutated_file_is_read_or_refused()
    {
        byte[][] seeds = [Small, SafetensorsWriter.Write(MadeModel.Bert.Tensors().Take(6), "BF16"), SafetensorsWriter.Write([("x", [1])])];
        string[] pieces = ["[", "]", "{", "}", ",", "\"", "0", "9", "-", "99999999999", "1e9", "F32", "F64", "I64", "null", "\\u0000", "\"shape\":", "[0,0]", " "];
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            var random = new Random(round);
            var file = new List<byte>(seeds[random.Next(seeds.Length)]);
            for (int change = random.Next(1, 5); change > 0 && file.Count > 0; change--)
                Mutate(file, random, pieces);
            try
            {
                foreach (Tensor tensor in MadeModel.Read([.. file]).Where(tensor => tensor.Type != TensorType.Other))
                    tensor.Read(0, new float[tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension)]);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 19_999);
    }

    private static void Mutate(List<byte> file, Random random, string[] pieces)
    {
        int at = random.Next(Math.Min(file.Count, random.Next(2) == 0 ? 200 : file.Count));
        switch (random.Next(6))
        {
            case 0:
                file[at] = (byte)random.Next(256);
                break;
            case 1:
                file[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                file.RemoveRange(at, Math.Min(random.Next(1, 9), file.Count - at));
                break;
            case 3:
                file.InsertRange(at, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]));
                break;
            case 4:
                file.RemoveRange(at, file.Count - at);
                break;
            default:
                // The header grows and its length with it: what is inside is looked at.
                byte[] piece = Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]);
                if (file.Count > 8)
                {
                    file.InsertRange(Math.Max(at, 8), piece);
                    file[0] += (byte)piece.Length;
                }

                break;
        }
    }
}
