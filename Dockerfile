# Millrace in a container: console and controller routes on 9000, broker routes on 8099, tables and segments in /data.
#   docker build -t millrace . && docker run -p 9000:9000 -p 8099:8099 -v millrace:/data millrace

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig .npmrc package.json package-lock.json ./
COPY editor/ editor/
COPY examples/ examples/
COPY wwwroot/ wwwroot/
COPY src/ src/
RUN dotnet publish src/Web -c Release -o /app -v q -nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN mkdir /data && chown $APP_UID:$APP_UID /data
WORKDIR /app
COPY --from=build /app ./
USER $APP_UID
VOLUME /data
EXPOSE 9000 8099
ENTRYPOINT ["dotnet", "Web.dll"]
CMD ["StartServer", "--host", "*", "--data", "/data", "--demo", "off"]
