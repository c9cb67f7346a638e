using System.Text;
using Ingestion.Settings;
using Ingestion.Sources;

namespace Ingestion.Avro;

/// <summary>Where <c>decoder.prop.schema</c> keeps the schema: in itself, in a file, or at an HTTP address.</summary>
internal static class AvroSchemaLocation
{
    private const string Key = DecoderProperties.Prefix + "schema";

    /// <summary>Reads the schema.</summary>
    /// <param name="value">The property's value.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IngestionException">It cannot be read at the moment.</exception>
    public static string Read(string value, CancellationToken cancellation)
    {
        if (value[0] is '{' or '[' or '"')
        {
            return value;
        }

        try
        {
            using StreamReader reader = new(new MemoryStream(ConfiguredPlace.Read(value, cancellation)), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (IOException exception)
        {
            throw new IngestionException($"{Key} '{ConfiguredPlace.Shown(value)}' is neither an Avro schema nor a place where one can be read: it {exception.Message}", exception);
        }
    }
}
