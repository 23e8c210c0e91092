import json

from .harness import EmulatorTest, client

FOLDER = "/aws/service/ecs/optimized-ami/amazon-linux-2023"


class PublicParameters(EmulatorTest):
    def test_the_recommended_images_are_json_text_that_names_the_image(self) -> None:
        for folder in (f"{FOLDER}/recommended", f"{FOLDER}/arm64/recommended"):
            document = json.loads(client("ssm").get_parameter(Name=folder)["Parameter"]["Value"])
            self.assertEqual(document["image_id"], client("ssm").get_parameter(Name=f"{folder}/image_id")["Parameter"]["Value"])
