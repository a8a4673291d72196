// What ogc-client sees of a service: in_ogc_client.mjs MODULE ADDRESS; writes JSON.
const { OgcApiEndpoint } = await import(process.argv[2]);
const endpoint = new OgcApiEndpoint(process.argv[3]);
const out = { info: await endpoint.info, features: await endpoint.hasFeatures, conforms: (await endpoint.conformanceClasses).length, collections: {} };
for (const { name } of await endpoint.allCollections) {
  const about = await endpoint.getCollectionInfo(name);
  let read = 0;
  for (let n = 0, offset = 0; ; offset += n) { // as its users page
    n = (await endpoint.getCollectionItems(name, 50, offset)).length;
    read += n;
    if (n < 50) break;
  }
  const url = await endpoint.getCollectionItemsUrl(name, { limit: 5, asJson: true, outputCrs: "EPSG:4548", extent: [117, 35, 117.1, 35.1] });
  const answer = await fetch(url);
  out.collections[name] = { title: about.title, formats: about.itemFormats, crs: about.crs.length, queryables: about.queryables.length, read,
    url, status: answer.status, within: (await answer.json()).numberMatched };
}
const first = (await endpoint.getCollectionItems("towns", 1))[0];
out.one = (await endpoint.getCollectionItem("towns", first.id)).id === first.id;
console.log(JSON.stringify(out));
