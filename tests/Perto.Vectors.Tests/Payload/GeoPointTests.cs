using Perto.Testing;

namespace Perto.Vectors.Tests;

public sealed class GeoPointTests
{
    // A degree of a great circle is pi / 180 of the radius.
    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 1, 111_195.0797)]
    [InlineData(0, 0, 1, 0, 111_195.0797)]
    [InlineData(0, 179.5, 0, -179.5, 111_195.0797)]
    [InlineData(12, 180, 12, -180, 0)]
    [InlineData(90, 0, 89, 123, 111_195.0797)]
    [InlineData(90, 10, 90, -100, 0)]
    [InlineData(0, 0, 0, 180, 20_015_114.4420)]
    [InlineData(90, 0, -90, 0, 20_015_114.4420)]
    [InlineData(45, 10, -45, -170, 20_015_114.4420)]
    [InlineData(60, 0, 60, 180, 6_671_704.8140)]
    public void The_distance_is_along_the_great_circle(double latitude, double longitude, double otherLatitude, double otherLongitude, double meters)
    {
        GeoPoint one = new(latitude, longitude), other = new(otherLatitude, otherLongitude);
        Assert.Equal(meters, one.MetersTo(other), 1e-3);
        Assert.Equal(meters, other.MetersTo(one), 1e-3);
    }

    [Fact]
    public void The_distance_is_that_of_the_angle_between_the_directions()
    {
        Random random = Seeds.Random();
        for (int i = 0; i < 10_000; i++)
        {
            GeoPoint one = Anywhere(random), other = Anywhere(random);
            double cosine = Direction(one).Zip(Direction(other), (x, y) => x * y).Sum();
            Assert.Equal(GeoPoint.EarthRadius * Math.Acos(Math.Clamp(cosine, -1, 1)), one.MetersTo(other), 0.5);
        }
    }

    [Theory]
    [InlineData(90.1, 0, "latitude must be -90..90 degrees; got 90.1")]
    [InlineData(double.NaN, 0, "latitude must be -90..90 degrees; got NaN")]
    [InlineData(0, -180.5, "longitude must be -180..180 degrees; got -180.5")]
    [InlineData(0, double.PositiveInfinity, "longitude must be -180..180 degrees; got Infinity")]
    public void A_degree_out_of_range_is_refused(double latitude, double longitude, string message)
    {
        Assert.Equal(message, Assert.Throws<VectorStoreException>(() => new GeoPoint(latitude, longitude)).Message);
        Assert.Throws<VectorStoreException>(() => new GeoPoint(0, 0) with { Latitude = latitude, Longitude = longitude });
    }

    private static GeoPoint Anywhere(Random random) => new((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);

    private static double[] Direction(GeoPoint place)
    {
        (double north, double east) = (place.Latitude * Math.PI / 180, place.Longitude * Math.PI / 180);
        return [Math.Cos(north) * Math.Cos(east), Math.Cos(north) * Math.Sin(east), Math.Sin(north)];
    }
}
